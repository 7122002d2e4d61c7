# Read by cpack for each kind of package.
if(CPACK_LANGEVIN_NATIVE)
  message(FATAL_ERROR "This build uses every instruction of this machine and may crash on another: build with the preset `package`")
endif()
if(NOT CPACK_GENERATOR STREQUAL "DEB")  # an archive is one, and takes libraries along
  set(CPACK_INSTALL_CMAKE_PROJECTS)
  foreach(part IN LISTS CPACK_COMPONENTS_ALL ITEMS portable)
    list(APPEND CPACK_INSTALL_CMAKE_PROJECTS ${CPACK_LANGEVIN_BUILD} langevin-lab ${part} /)
  endforeach()
  set(CPACK_MONOLITHIC_INSTALL ON)
endif()
