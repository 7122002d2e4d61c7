# Packages: `cpack -G DEB` makes langevin-lab and langevin-run, `cpack -G TXZ` the portable archive. installers/package.sh does both.
set(CPACK_GENERATOR DEB TXZ)
set(CPACK_PACKAGE_NAME langevin-lab)
set(CPACK_PACKAGE_VENDOR "The Langevin Lab developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own below
set(CPACK_PACKAGE_CONTACT "${LANGEVIN_MAINTAINER}")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/packages)
set(CPACK_PACKAGE_FILE_NAME ${CPACK_PACKAGE_NAME}-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_THREADS 0)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL run)
if(LANGEVIN_DESKTOP)
  list(APPEND CPACK_COMPONENTS_ALL lab)
endif()
set(CPACK_LANGEVIN_NATIVE ${LANGEVIN_NATIVE})
set(CPACK_LANGEVIN_BUILD ${PROJECT_BINARY_DIR})
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/installers/cpack_generator.cmake)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_LAB_PACKAGE_NAME langevin-lab)
set(CPACK_DEBIAN_LAB_PACKAGE_RECOMMENDS "langevin-run (= ${PROJECT_VERSION}-1), qt6-wayland")
set(CPACK_DEBIAN_LAB_PACKAGE_SUGGESTS "ffmpeg")  # movies; pictures need none
set(CPACK_DEBIAN_LAB_DESCRIPTION "interactive laboratory for the physics of machine learning
Lattice fields, samplers of diffusion models, random matrices, spin glasses
and learning networks as experiments with sliders. Every picture stands beside
the exact or published result with error bars, and every number can be made
again, bit for bit.")

set(CPACK_DEBIAN_RUN_PACKAGE_NAME langevin-run)
set(CPACK_DEBIAN_RUN_PACKAGE_SUGGESTS "langevin-lab, openmpi-bin, python3-h5py")
set(CPACK_DEBIAN_RUN_DESCRIPTION "physics of machine learning on the command line
The experiments of Langevin Lab without a window: runs, checks against exact
and published results, sweeps over two parameters on one machine, in shares or
under MPI. Needs no display and fits a cluster node.")
include(CPack)
